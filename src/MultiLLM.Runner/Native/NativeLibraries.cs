using System.Reflection;
using System.Runtime.InteropServices;

namespace MultiLLM.Runner.Native;

/// <summary>Finds and loads the llama.cpp libraries that lie in the folder "native" beside the runner.</summary>
internal static class NativeLibraries
{
    private static readonly Lock Gate = new();
    private static bool _loaded;

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "native");

    /// <summary>Loads them once, and the CPU or GPU plugins that suit this machine.</summary>
    /// <exception cref="DllNotFoundException">The libraries are missing, or none of the plugins fits this processor.</exception>
    public static unsafe void Load()
    {
        lock (Gate)
        {
            if (_loaded)
                return;
            NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), Resolve);
            LlamaApi.llama_log_set(&NativeLog.OnMessage, null);
            GgmlApi.ggml_backend_load_all_from_path(Folder);
            LlamaApi.llama_backend_init();
            if (GgmlApi.ggml_backend_dev_count() == 0)
                throw new DllNotFoundException($"No llama.cpp compute library in {Folder} fits this processor.");
            _loaded = true;
        }
    }

    /// <summary>What the engine can compute on, in its order. Their memory is not asked for: some drivers set up a context for that.</summary>
    public static IReadOnlyList<EngineDevice> Devices()
    {
        var devices = new List<EngineDevice>();
        for (nuint i = 0; i < GgmlApi.ggml_backend_dev_count(); i++)
        {
            var device = GgmlApi.ggml_backend_dev_get(i);
            var name = Marshal.PtrToStringUTF8(GgmlApi.ggml_backend_dev_name(device)) ?? "";
            var description = Marshal.PtrToStringUTF8(GgmlApi.ggml_backend_dev_description(device)) ?? "";
            devices.Add(new EngineDevice(device, name, description, (EngineDeviceType)GgmlApi.ggml_backend_dev_type(device)));
        }
        return devices;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) =>
        FindFile(name) is { } file ? NativeLibrary.Load(file) : 0;

    // The file names carry the release on some platforms ("libllama.v0.5.0.so"), plain on others ("llama.dll").
    private static string? FindFile(string name)
    {
        if (!Directory.Exists(Folder))
            throw new DllNotFoundException($"The llama.cpp libraries are missing: there is no folder {Folder}.");
        var (prefix, extension) = OperatingSystem.IsWindows() ? ("", "dll") : OperatingSystem.IsMacOS() ? ("lib", "dylib") : ("lib", "so");
        var plain = Path.Combine(Folder, $"{prefix}{name}.{extension}");
        return File.Exists(plain)
            ? plain
            : Directory.EnumerateFiles(Folder, $"{prefix}{name}.v*.{extension}").FirstOrDefault();
    }
}
