"""What happens when a person presses something: pages ask, a controller has the work done and shows what came of it."""
