const MEMORY =
  /(std::)?bad_alloc|([\w:]* )?out of memory|failed to allocate|(array buffer )?allocation failed|([\w.():]+ )?could not allocate|invalid (typed )?array length/i;

/** What an error says where memory did not suffice; undefined of others. A runtime says first in which node and line of its source it was. */
export function memoryFault(message: string): string | undefined {
  const found = MEMORY.exec(message);
  return found ? message.slice(found.index) : undefined;
}
