using System.Runtime.InteropServices;

namespace MultiLLM.Core.Runners;

/// <summary>The <c>dotnet</c> executable that belongs to the runtime this process runs on.</summary>
internal static class DotnetHost
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        if (Environment.ProcessPath is { } self && System.IO.Path.GetFileName(self) == name)
            return self;
        // <root>/shared/Microsoft.NETCore.App/<version>/
        var root = System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        string?[] candidates =
        [
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH"),
            System.IO.Path.Combine(root, name),
            Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } given ? System.IO.Path.Combine(given, name) : null,
        ];
        return candidates.FirstOrDefault(File.Exists) ?? name;
    }
}
