/** The part of Node's module that croft-auth uses; the types of the runtime leave it to those of Node, which would bring all of Node along. */
declare module "node:async_hooks" {
  class AsyncLocalStorage<Store> {
    getStore(): Store | undefined;
    run<Result>(store: Store, work: () => Result): Result;
  }
}
