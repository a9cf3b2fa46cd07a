;; The farthest access there is, 16 bytes wide, does not reach a neighbouring memory.
;;! check = "run"
;;! args = ["--invoke", "peek"]
;;! run_args = ["-1"]
;;! exit = 134
;;! stderr = "wasm trap: out of bounds memory access\n  0: peek (far_vector_own_memories.wat+0x"
(module (memory $a 1) (memory $b 1) (data (memory $b) (i32.const 0) "\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff\ff")
  (func $peek (export "peek") (param i32) (result i64)
    (drop (i64.load $b (i32.const 0)))
    (i64x2.extract_lane 1 (v128.load $a offset=0xffffffff (local.get 0)))))
