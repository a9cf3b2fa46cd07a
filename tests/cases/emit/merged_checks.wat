;; --bounds explicit: a check that another one dominates is left out, one that does not is made, and
;; a constant address inside the smallest size needs none. Here one check is left of four accesses.
;;! check = "clif"
;;! args = ["--invoke", "merged", "--bounds", "explicit"]
;;! contains = ["@002e                               trapnz"]
;;! absent = ["@0033                               trapnz", "@0038                               trapnz", "@003b                               trapnz", "@003e                               trapnz"]
(module (memory 1)
  (func (export "merged") (param $at i32) (result i32)
    (i32.store offset=8 (local.get $at) (i32.const 1))
    (i32.add (i32.load offset=4 (local.get $at))
      (i32.add (i32.load (local.get $at)) (i32.load (i32.const 1024))))))
