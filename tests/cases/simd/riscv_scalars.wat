;; Without the V extension RISC-V computes lane by lane.
;;! check = "asm"
;;! targets = ["riscv64-linux"]
;;! contains = ["addw"]
;;! absent = ["vadd", "vsetivli"]
(module
  (memory 1)
  (func (export "_start")
    (v128.store (i32.const 0) (i32x4.add (v128.load (i32.const 16)) (v128.load (i32.const 32))))))
