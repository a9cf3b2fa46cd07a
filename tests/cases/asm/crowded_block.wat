;; Where more is loaded than there are registers, loads move down to what uses them, also where accesses have no
;; memory operands: no register is saved for them.
;;! check = "asm"
;;! args = ["--invoke", "sum"]
;;! targets = ["aarch64-linux", "riscv64-linux"]
;;! contains = ["ret"]
;;! absent = ["s2", "x20"]
(module
  (memory 1)
  (func (export "sum") (param $p i32) (result i32)
    (i32.load offset=0 (local.get $p))
    (i32.load offset=8 (local.get $p))
    (i32.load offset=24 (local.get $p))
    (i32.load offset=48 (local.get $p))
    (i32.load offset=80 (local.get $p))
    (i32.load offset=120 (local.get $p))
    (i32.load offset=168 (local.get $p))
    (i32.load offset=224 (local.get $p))
    (i32.load offset=288 (local.get $p))
    (i32.load offset=360 (local.get $p))
    (i32.load offset=440 (local.get $p))
    (i32.load offset=528 (local.get $p))
    (i32.load offset=624 (local.get $p))
    (i32.load offset=728 (local.get $p))
    (i32.load offset=840 (local.get $p))
    (i32.load offset=960 (local.get $p))
    (i32.load offset=1088 (local.get $p))
    (i32.load offset=1224 (local.get $p))
    (i32.load offset=1368 (local.get $p))
    (i32.load offset=1520 (local.get $p))
    (i32.load offset=1680 (local.get $p))
    (i32.load offset=1848 (local.get $p))
    (i32.load offset=2024 (local.get $p))
    (i32.load offset=2208 (local.get $p))
    (i32.load offset=2400 (local.get $p))
    (i32.load offset=2600 (local.get $p))
    (i32.load offset=2808 (local.get $p))
    (i32.load offset=3024 (local.get $p))
    (i32.load offset=3248 (local.get $p))
    (i32.load offset=3480 (local.get $p))
    (i32.load offset=3720 (local.get $p))
    (i32.load offset=3968 (local.get $p))
    (i32.load offset=4224 (local.get $p))
    (i32.load offset=4488 (local.get $p))
    (i32.load offset=4760 (local.get $p))
    (i32.load offset=5040 (local.get $p))
    (i32.load offset=5328 (local.get $p))
    (i32.load offset=5624 (local.get $p))
    (i32.load offset=5928 (local.get $p))
    (i32.load offset=6240 (local.get $p))
    i32.mul i32.sub i32.xor i32.mul i32.sub i32.xor i32.mul i32.sub i32.xor i32.mul
    i32.sub i32.xor i32.mul i32.sub i32.xor i32.mul i32.sub i32.xor i32.mul i32.sub
    i32.xor i32.mul i32.sub i32.xor i32.mul i32.sub i32.xor i32.mul i32.sub i32.xor
    i32.mul i32.sub i32.xor i32.mul i32.sub i32.xor i32.mul i32.sub i32.xor))
