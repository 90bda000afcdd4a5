#ifndef VITRINE_BINDINGS_EXPAT_HOST_H_
#define VITRINE_BINDINGS_EXPAT_HOST_H_

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* What expat asks of its host, renamed by CMakeLists.txt. Its hash tables are
   salted by the caller, so it needs neither randomness nor the environment,
   which the module does not import. */
static void VitrineNoEntropy(void* bytes, size_t size) {
  memset(bytes, 1, size);
}
static char* VitrineNoEnvironment(const char* name) {
  (void)name;
  return NULL;
}
#define arc4random_buf VitrineNoEntropy
#define getenv VitrineNoEnvironment

#endif  /* VITRINE_BINDINGS_EXPAT_HOST_H_ */
