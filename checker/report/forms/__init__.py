"""The forms that officers file, from a report's payload alone: words here, layout in the .typ files beside."""
