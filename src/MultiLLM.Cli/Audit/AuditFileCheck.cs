using System.Diagnostics;
using System.Text.Json;
using MultiLLM.Cli.Hosting;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Audit;

/// <summary>Lets the server's program check files; it has the code for it, and starts nothing else.</summary>
internal static class AuditFileCheck
{
    /// <exception cref="CliFailure">The files cannot be checked.</exception>
    public static async Task<AuditVerificationInfo> RunAsync(CliContext cli, string folder, string keys, string? publicKey, string? checkpoint, CancellationToken cancellationToken)
    {
        var server = ServerLocator.Find(cli);
        var start = new ProcessStartInfo(server.FileName) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[.. server.Arguments, "audit-verify", "--folder", Path.GetFullPath(folder), "--keys", keys, .. Named("--public-key", publicKey), .. Named("--checkpoint", checkpoint)])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start) ?? throw new CliFailure(ExitCode.Failed, "server_not_started", $"{server.FileName} did not start.");
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return process.ExitCode == 0
                ? JsonSerializer.Deserialize(await output.ConfigureAwait(false), ApiJsonContext.Default.AuditVerificationInfo)!
                : throw new CliFailure(ExitCode.Usage, "not_checked", (await error.ConfigureAwait(false)).Trim());
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static string[] Named(string option, string? path) => path is null ? [] : [option, Path.GetFullPath(path)];
}
