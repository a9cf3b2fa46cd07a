;; What the module says to be unlikely is cold: the first half of an `if` and where a `br_if` leads, or what comes behind
;; where that is likely; in a body that takes a call's place, too.
;;! check = "clif"
;;! args = ["--invoke", "hinted"]
;;! contains = ["block2 cold:", "block7 cold:", "block9 cold:", "block12 cold:"]
;;! absent = ["block3 cold:", "block6 cold:", "block8 cold:", "block13 cold:"]
(module
  (memory 1)
  (func $small (param $x i32)
    local.get $x
    (@metadata.code.branch_hint "\00")
    if
      (i32.store (i32.const 12) (i32.const 4))
    end)
  (func (export "hinted") (param $x i32) (result i32)
    local.get $x
    (@metadata.code.branch_hint "\00")
    if
      (i32.store (i32.const 0) (i32.const 1))
    end
    block
      local.get $x
      (@metadata.code.branch_hint "\00")
      br_if 0
      (i32.store (i32.const 4) (i32.const 2))
    end
    block
      local.get $x
      (@metadata.code.branch_hint "\01")
      br_if 0
      (i32.store (i32.const 8) (i32.const 3))
    end
    (call $small (local.get $x))
    (i32.load (i32.const 8))))
