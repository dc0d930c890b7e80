"""Problem sets, the checks that judge them and the build that releases them."""
