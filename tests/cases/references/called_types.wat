;; A function of which there are only references is there for each way to call one by its type, also
;; where that is found late: `$third` is called by what `$second` refers to, which `$first` calls.
;;! check = "run"
;;! args = ["--invoke", "test", "--enable", "function-references"]
;;! stdout = "15\n"
(module
  (type $a (func (param i32) (result i32)))
  (type $b (func (param i32 i32) (result i32)))
  (type $c (func (param i32 i32 i32) (result i32)))
  (type $d (func (param i32 i32 i32 i32) (result i32)))
  (table 8 funcref)
  (elem (i32.const 1) $third $second $first)
  (elem declare func $fourth)
  (func $first (type $a)
    (call_indirect (type $b) (i32.const 1) (local.get 0) (i32.const 2)))
  (func $second (type $b)
    (return_call_indirect (type $c) (local.get 0) (local.get 1) (i32.const 4) (i32.const 1)))
  (func $third (type $c)
    (return_call_ref $d (local.get 0) (local.get 1) (local.get 2) (i32.const 8) (ref.func $fourth)))
  (func $fourth (type $d)
    (i32.add
      (i32.add (local.get 0) (local.get 1))
      (i32.add (local.get 2) (local.get 3))))
  (func (export "test") (result i32)
    (call_ref $a (i32.const 2) (ref.func $first))))
