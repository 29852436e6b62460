using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StarterModels.Verify;

/// <summary>Loads llama.cpp from the folder of the npm package @node-llama-cpp/linux-x64.</summary>
internal static unsafe class LlamaLibrary
{
    private const int WarningLevel = 3;
    private const int ErrorLevel = 4;

    /// <exception cref="DllNotFoundException">The folder does not hold the libraries.</exception>
    public static void Load(string folder)
    {
        NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), (name, _, _) => LoadFile(folder, name));
        LlamaNative.SetLog(&OnLog, null);

        // the processor's code is a plugin: without this call no model loads
        LlamaNative.LoadBackends(folder);
        LlamaNative.Initialize();
        if (LlamaNative.DeviceCount() == 0)
            throw new DllNotFoundException($"no libggml-cpu-*.so in {folder} fits this processor");
    }

    /// <summary>File names carry the release, "libllama.v0.5.0.so", so any release of the name is taken.</summary>
    private static nint LoadFile(string folder, string name)
    {
        var plain = Path.Combine(folder, $"lib{name}.so");
        var file = File.Exists(plain) ? plain : Directory.GetFiles(folder, $"lib{name}.v*.so").FirstOrDefault();
        return file is null ? 0 : NativeLibrary.Load(file);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnLog(int level, byte* text, void* state)
    {
        if (level is WarningLevel or ErrorLevel)
            Console.Error.Write(Marshal.PtrToStringUTF8((nint)text));
    }
}
