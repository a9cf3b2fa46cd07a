;; A further module that is not there.
;;! check = "error"
;;! args = ["--module", "lib=nowhere.wasm"]
;;! stderr = "cannot read nowhere.wasm"
(module (func (export "_start")))
