"""One module for each problem set: what is asked, on which inputs, and which mistakes are known."""
