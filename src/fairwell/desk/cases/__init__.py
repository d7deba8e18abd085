"""Case pages and case actions of the desk."""
