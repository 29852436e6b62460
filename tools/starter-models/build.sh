#!/usr/bin/env bash
# Rebuilds the three starter models: fetches WordNet, builds the trainer, trains, exports, checks the result through llama.cpp.
#   ./build.sh [--scale N] [--install]
#     --scale N    length of every training phase, 1 by default (about 65 minutes on two cores); 0.02 is a trial of every step
#     --install    copy the models to models/starter when all checks passed (their card's checksums and scores need an update then)
#   WORK names the folder for downloads, checkpoints and results; .build/starter-models in the repository by default.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$here/../.." && pwd)
work=${WORK:-$repository/.build/starter-models}
scale=1
install=no
while (($#)); do
  case $1 in
    --scale) scale=${2:?--scale needs a number}; shift 2 ;;
    --install) install=yes; shift ;;
    *) sed -n '2,7p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
  esac
done

[[ $(uname -sm) == "Linux x86_64" ]] || { echo "the trainer runs on Linux x64 only" >&2; exit 1; }
for tool in dotnet npm apt-get dpkg-deb; do
  command -v "$tool" >/dev/null || { echo "$tool is needed and was not found" >&2; exit 1; }
done
mkdir -p "$work"

# WordNet 3.0: unpacked, not installed
wordnet=$work/wordnet/usr/share/wordnet
if [[ ! -f $wordnet/data.noun ]]; then
  echo "fetching wordnet-base"
  (cd "$work" && { apt-get download -q wordnet-base || { apt-get update -q && apt-get download -q wordnet-base; }; } && dpkg-deb -x wordnet-base_*.deb wordnet)
fi

# llama.cpp: the libraries of the runner where they are installed, else the same package here
libraries=$repository/src/MultiLLM.Runner/native/node_modules/@node-llama-cpp/linux-x64/bins/linux-x64
if [[ ! -d $libraries ]]; then
  libraries=$work/native/node_modules/@node-llama-cpp/linux-x64/bins/linux-x64
  [[ -d $libraries ]] || npm install --silent --no-audit --no-fund --prefix "$work/native" @node-llama-cpp/linux-x64@3.22.1
fi

dotnet build "$here/Trainer" -c Release -v q --nologo
dotnet build "$here/Verify" -c Release -v q --nologo
trainer() { dotnet "$here/Trainer/bin/Release/net10.0/linux-x64/StarterModels.Trainer.dll" "$@" --work "$work" --data "$here/data" --wordnet "$wordnet"; }
verify() { LLAMA_CPP_LIBRARIES=$libraries dotnet "$here/Verify/bin/Release/net10.0/StarterModels.Verify.dll" "$@"; }

trainer all --scale "$scale"

echo "checking against llama.cpp"
checks=$work/checks
mkdir -p "$checks"
trainer token-references --to "$checks/tokens.jsonl"
verify tokens "$work/starter-chat.gguf" "$checks/tokens.jsonl"
for model in chat:polish code:code-polish; do
  kind=${model%%:*} checkpoint=${model#*:}
  trainer export --kind "$kind" --checkpoint "$checkpoint" --to "$checks/$kind-f32.gguf" --type F32
  trainer references --kind "$kind" --checkpoint "$checkpoint" --to "$checks/$kind.jsonl"
  verify logits "$checks/$kind-f32.gguf" "$checks/$kind.jsonl"
done
trainer export --kind embed --checkpoint embed --to "$checks/embed-f32.gguf" --type F32
trainer references --kind embed --checkpoint embed --to "$checks/embed.jsonl"
verify vectors "$checks/embed-f32.gguf" "$checks/embed.jsonl"

# the honest scores: states that have never met the held-out wordings
trainer held-out --to "$checks"
trainer export --kind chat --checkpoint robust --to "$checks/chat-clean.gguf"
trainer export --kind code --checkpoint code --to "$checks/code-clean.gguf"
verify score "$checks/chat-clean.gguf" "$checks/held-out-chat.jsonl" 300
verify score "$checks/code-clean.gguf" "$checks/held-out-code.jsonl" 100

verify ask "$work/starter-chat.gguf" "What is governance?" "What is the capital of France?" "What does RAM do?"
verify ask "$work/starter-code.gguf" "python hello world" "Write a C# program that reads a file line by line"
verify similarity "$work/starter-embed.gguf" "How do I reverse a string in C#?" "reverse text in csharp" "What is corporate governance?"

if [[ $install == yes ]]; then
  cp "$work"/starter-{chat,code,embed}.gguf "$repository/models/starter/"
fi
(cd "$work" && sha256sum starter-chat.gguf starter-code.gguf starter-embed.gguf)
