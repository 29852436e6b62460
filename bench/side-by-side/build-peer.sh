#!/usr/bin/env bash
# Builds what MultiLLM is measured against: llama-server, llama-bench and llama-quantize of the llama.cpp release whose libraries the
# runner loads. The source is a git bundle inside the npm package node-llama-cpp. About 4 minutes on two cores, then cached.
#   ./build-peer.sh [FOLDER]     FOLDER: ~/.cache/multillm-peer by default; prints the folder of the programs
set -euo pipefail
version=3.22.1
folder=${1:-$HOME/.cache/multillm-peer}
source=$folder/llama.cpp
for tool in npm git cmake tar; do
  command -v "$tool" >/dev/null || { echo "$tool is needed and was not found" >&2; exit 1; }
done

mkdir -p "$folder"
if [[ ! -d $source ]]; then
  (cd "$folder" && npm pack --silent "node-llama-cpp@$version" >/dev/null && tar xzf "node-llama-cpp-$version.tgz" package/llama/gitRelease.bundle)
  git clone --quiet "$folder/package/llama/gitRelease.bundle" "$source"
fi

options=(
  -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF -DGGML_NATIVE=ON -DGGML_OPENMP=ON
  -DLLAMA_CURL=OFF -DLLAMA_OPENSSL=OFF -DLLAMA_BUILD_UI=OFF -DLLAMA_USE_PREBUILT_UI=OFF
  -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_APP=OFF -DLLAMA_BUILD_MTMD=OFF
)
cmake -S "$source" -B "$source/build" "${options[@]}" >"$folder/cmake.log"
cmake --build "$source/build" -j"$(nproc)" --target llama-server llama-bench llama-quantize >"$folder/build.log"
echo "$source/build/bin"
