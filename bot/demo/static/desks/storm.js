export const desk = { open(node) { node.textContent = "…"; }, draw() {}, close() {} };
