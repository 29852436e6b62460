using System.Diagnostics;

namespace MultiLLM.Core.Runners;

/// <summary>How our runner's executable is started: by the dotnet host where it is a library.</summary>
internal static class RunnerExecutable
{
    /// <summary>All three standard streams are redirected; arguments are to be added.</summary>
    public static ProcessStartInfo StartInfo(string path)
    {
        var start = new ProcessStartInfo
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(path),
        };
        if (path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
        {
            start.FileName = DotnetHost.Path;
            start.ArgumentList.Add(path);
        }
        else
        {
            start.FileName = path;
        }
        return start;
    }
}
