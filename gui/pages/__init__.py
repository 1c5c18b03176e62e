"""The pages of the window. A page shows and asks; what happens next is `gui.controllers.main`'s."""
