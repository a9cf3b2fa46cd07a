;; __multi3 as LLVM compiles it from C (compiler-rt) and from Zig.
(module (memory 1) (func (param i32 i64 i64 i64 i64) (local i64)
  local.get 0
  local.get 4 local.get 1 i64.mul
  local.get 2 local.get 3 i64.mul
  i64.add
  local.get 3 i64.const 32 i64.shr_u local.tee 2
  local.get 1 i64.const 32 i64.shr_u local.tee 4
  i64.mul
  i64.add
  local.get 3 i64.const 4294967295 i64.and local.tee 3
  local.get 1 i64.const 4294967295 i64.and local.tee 1
  i64.mul local.tee 5
  i64.const 32 i64.shr_u
  local.get 3 local.get 4 i64.mul
  i64.add local.tee 3
  i64.const 32 i64.shr_u
  i64.add
  local.get 3 i64.const 4294967295 i64.and
  local.get 2 local.get 1 i64.mul
  i64.add local.tee 1
  i64.const 32 i64.shr_u
  i64.add
  i64.store offset=8
  local.get 0
  local.get 1 i64.const 32 i64.shl
  local.get 5 i64.const 4294967295 i64.and
  i64.or
  i64.store))
