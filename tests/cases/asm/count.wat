;; RISC-V without Zbb counts bits without a loop.
;;! check = "asm"
;;! args = ["--invoke", "count"]
;;! targets = ["riscv64-linux"]
;;! contains = ["mulw"]
;;! absent = ["j label", "bne", "beq", "ctz", "clz", "popcnt"]
(module
  (func (export "count") (param $x i32) (param $y i32) (param $z i32) (result i32)
    (i32.add (i32.clz (local.get $x)) (i32.add (i32.ctz (local.get $y)) (i32.popcnt (local.get $z))))))
