using System.Runtime.InteropServices;
using MultiLLM.Runner.Native;

namespace MultiLLM.Runner.Hosting;

internal static class EngineInfo
{
    public static string Version => Marshal.PtrToStringUTF8(LlamaApi.llama_version()) ?? "";
    public static string SystemInfo => Marshal.PtrToStringUTF8(LlamaApi.llama_print_system_info()) ?? "";
}
