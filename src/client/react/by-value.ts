import { useState } from "react";

/** The same object as long as its value, as JSON, is the same: a query may be written down anew at every render. */
export function useByValue<Value>(value: Value): Value {
  const text = JSON.stringify(value);
  const [held, hold] = useState({ text, value });
  if (held.text === text) return held.value;
  hold({ text, value });
  return value;
}
