using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using MultiLLM.Cli.Hosting;

namespace MultiLLM.Cli.Doctor;

/// <summary>What a build from source needs.</summary>
internal static class ToolChecks
{
    private const int SdkMajor = 10;
    private const int NodeMajor = 20;
    private static readonly TimeSpan NodeLimit = TimeSpan.FromSeconds(5);

    public static CheckResult Dotnet()
    {
        const string Name = ".NET";
        var root = Path.GetDirectoryName(ServerLocator.DotnetHost());
        var sdks = root is { Length: > 0 } && Directory.Exists(Path.Combine(root, "sdk"))
            ? Directory.GetDirectories(Path.Combine(root, "sdk")).Select(Path.GetFileName).Where(name => Major(name) >= SdkMajor).ToList()
            : [];
        var detail = $"runtime {Environment.Version}, {(sdks.Count > 0 ? "SDK " + string.Join(", ", sdks) : $"no SDK {SdkMajor}")}";
        return sdks.Count > 0
            ? CheckResult.Ok(Name, detail)
            : CheckResult.Warn(Name, detail, $"To build from source, install the .NET SDK {SdkMajor}: https://dotnet.microsoft.com/download");
    }

    public static async Task<CheckResult> NodeAsync(CliContext cli, CancellationToken cancellationToken)
    {
        const string Name = "Node.js";
        var advice = $"To build from source, install Node.js {NodeMajor} or later: https://nodejs.org";
        var version = await NodeVersionAsync(cli, cancellationToken).ConfigureAwait(false);
        return version is null ? CheckResult.Warn(Name, "not found on PATH", advice)
            : Major(version.TrimStart('v')) >= NodeMajor ? CheckResult.Ok(Name, version)
            : CheckResult.Warn(Name, $"{version} is old", advice);
    }

    private static async Task<string?> NodeVersionAsync(CliContext cli, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(NodeLimit, cli.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var node = Process.Start(new ProcessStartInfo("node", "--version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            try
            {
                var version = await node.StandardOutput.ReadToEndAsync(either.Token).ConfigureAwait(false);
                return version.Trim() is { Length: > 0 } text ? text : null;
            }
            catch (OperationCanceledException)
            {
                node.Kill(entireProcessTree: true);
                cancellationToken.ThrowIfCancellationRequested();
                return null;
            }
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static int Major(string? version) =>
        int.TryParse(version?.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : 0;
}
