using System.Runtime.InteropServices;

namespace MultiLLM.Runner.Native;

internal static class EngineInfo
{
    public static string Version => Marshal.PtrToStringUTF8(LlamaApi.llama_version()) ?? "";
    public static string SystemInfo => Marshal.PtrToStringUTF8(LlamaApi.llama_print_system_info()) ?? "";
}
