// The page to try the API: Swagger UI on our own description, and no other machine is asked.
"use strict";

window.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("interface");
  window.SwaggerUIBundle({
    domNode: place,
    url: place.dataset.description,
    validatorUrl: null,
    queryConfigEnabled: false,
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    supportedSubmitMethods: ["get"],
    tryItOutEnabled: true,
    presets: [window.SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
  });
});
