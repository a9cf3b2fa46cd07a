;; --bounds explicit: three accesses that reach further each, as offsets and as sums with a constant,
;; make one check, of the last.
;;! check = "clif"
;;! args = ["--invoke", "three", "--bounds", "explicit"]
;;! contains = ["@002d                               v5 = iconst.i64 -20", "@002d                               trapnz"]
;;! absent = ["@0032                               trapnz", "@003a                               trapnz"]
(module (memory 1)
  (func (export "three") (param $at i32) (result i32)
    (i32.store (local.get $at) (i32.const 1))
    (i32.add
      (i32.load offset=8 (local.get $at))
      (i32.load (i32.add (local.get $at) (i32.const 16))))))
