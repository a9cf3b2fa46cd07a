;; RISC-V branches on what was loaded as it is, whether that is an address too or not.
;;! check = "asm"
;;! args = ["--invoke", "last"]
;;! targets = ["riscv64-linux"]
;;! contains = ["lwu"]
;;! absent = ["sext.w"]
(module
  (memory 1)
  (func (export "last") (result i32) (local $at i32)
    (if (i32.load (i32.const 4)) (then (return (i32.const 1))))
    (local.set $at (i32.load (i32.const 8)))
    (if (i32.eqz (local.get $at)) (then (return (i32.const 2))))
    (i32.load (local.get $at))))
