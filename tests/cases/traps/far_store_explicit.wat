;; The farthest store with explicit checks.
;;! check = "run"
;;! args = ["--invoke", "poke", "--bounds", "explicit"]
;;! run_args = ["-1"]
;;! exit = 134
;;! stderr = "wasm trap: out of bounds memory access\n  0: poke (far_store_explicit.wat+0x"
(module (memory 1)
  (func $poke (export "poke") (param i32) (i64.store offset=0xffffffff (local.get 0) (i64.const 1))))
