// Addresses that mean a playground by more than its settings.

/** Opens what the page's address asks for, now and when it changes. */
export function openAddress(model, setParams) {}
