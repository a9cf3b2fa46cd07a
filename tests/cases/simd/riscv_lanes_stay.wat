;; Lanes are not put together between two instructions, and 64 bits that move as one are not taken apart.
;;! check = "asm"
;;! targets = ["riscv64-linux"]
;;! contains = ["addw"]
;;! absent = ["srli", "mul", "or "]
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (global $n (mut i32) (i32.const 1))
  (memory 1)
  (func (export "_start")
    (v128.store (i32.const 0)
      (i8x16.shuffle 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23
        (v128.load (i32.const 16)) (v128.load (i32.const 32))))
    (call $exit (i32x4.extract_lane 3 (i32x4.add
      (i32x4.add (i32x4.splat (global.get $n)) (i32x4.splat (global.get $n)))
      (i32x4.splat (global.get $n)))))))
