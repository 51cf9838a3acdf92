"""Lives of conduct: who was at the post, what patrols found, who complained. One world with windows and ratings."""
