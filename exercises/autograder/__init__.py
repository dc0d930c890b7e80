"""The judge: nbgrader grades with it, and no verdict is ever made where a student's code runs."""
