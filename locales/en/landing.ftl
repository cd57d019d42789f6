### landing
