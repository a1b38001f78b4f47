# cardbox
