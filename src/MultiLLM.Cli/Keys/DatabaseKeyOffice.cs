using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MultiLLM.Cli.Hosting;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Keys;

/// <summary>The database that a service of this machine would use; the server's program knows where it is and writes it, without serving anything.</summary>
internal sealed class DatabaseKeyOffice(CliContext cli) : IKeyOffice
{
    private static readonly ApiJsonContext Json = ApiJsonContext.Default;

    public Task<IssuedKeyInfo> CreateAsync(KeyRequest request, CancellationToken cancellationToken) =>
        RunAsync(["create"], JsonSerializer.Serialize(request, Json.KeyRequest), Json.IssuedKeyInfo, cancellationToken);

    public Task<KeyList> ListAsync(CancellationToken cancellationToken) => RunAsync(["list"], "", Json.KeyList, cancellationToken);

    public Task<KeyInfo> RevokeAsync(string id, CancellationToken cancellationToken) => RunAsync(["revoke", id], "", Json.KeyInfo, cancellationToken);

    public Task<IssuedKeyInfo> RotateAsync(string id, TimeSpan grace, CancellationToken cancellationToken) =>
        RunAsync(["rotate", id], JsonSerializer.Serialize(new KeyRotation((int)grace.TotalSeconds), Json.KeyRotation), Json.IssuedKeyInfo, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<T> RunAsync<T>(string[] verb, string body, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var command = ServerLocator.Find(cli);
        var start = new ProcessStartInfo(command.FileName)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (IEnumerable<string>)[.. command.Arguments, "keys", .. verb])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("No process.");
        try
        {
            await process.StandardInput.WriteAsync(body.AsMemory(), cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
            var said = process.StandardError.ReadToEndAsync(cancellationToken);
            var answer = await process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            var complaint = await said.ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            var read = Read(process.ExitCode, answer, complaint, type);
            if (complaint.Length > 0)
            {
                cli.Console.Note(complaint.TrimEnd());
            }

            return read;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static T Read<T>(int exitCode, string answer, string complaint, JsonTypeInfo<T> type)
    {
        try
        {
            if (exitCode == 0)
            {
                return JsonSerializer.Deserialize(answer, type) ?? throw new JsonException("null");
            }

            if (exitCode == 1 && JsonSerializer.Deserialize(answer, Json.ErrorReply) is { } reply)
            {
                throw new MultiLLMApiException(null, reply.Error.Code, reply.Error.Message, reply.Error.Param); // as a service would
            }
        }
        catch (JsonException)
        {
            // Said below. What it answered is not shown: it may hold a key.
        }

        throw new CliFailure(ExitCode.NoServer, "server_failed", $"The server's program ended with exit code {exitCode}.{(complaint.Length == 0 ? "" : "\n" + complaint.TrimEnd())}");
    }
}
