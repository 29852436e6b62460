using System.Text.Json;
using MultiLLM.Contracts.Api;
using MultiLLM.Core.Gateway.Audit.Verifying;

namespace MultiLLM.Server.Gateway.Audit;

/// <summary>
/// <c>audit-verify --folder F --keys F [--public-key FILE] [--checkpoint FILE]</c>: checks a log's files without a service, for <c>multillm audit verify</c>. The result goes
/// to standard output as JSON, trouble to standard error.
/// </summary>
internal static class AuditVerifyVerb
{
    private const string Name = "audit-verify";
    private const int Done = 0;
    private const int Trouble = 2;

    public static bool IsMeant(string[] args) => args is [Name, ..];

    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            var options = Options(args[1..]);
            var key = options.TryGetValue("--public-key", out var keyFile) ? await File.ReadAllTextAsync(keyFile) : null;
            var kept = options.TryGetValue("--checkpoint", out var file) ? await CheckpointAsync(file) : null;
            var found = AuditFiles.Verify(
                options.GetValueOrDefault("--folder", ""), options.GetValueOrDefault("--keys", ""), key is null ? null : (keyFile!, key), kept is null ? null : AuditDescription.From(kept));
            Console.WriteLine(JsonSerializer.Serialize(AuditDescription.Of(found), ApiJsonContext.Default.AuditVerificationInfo));
            return Done;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return Trouble;
        }
    }

    private static async Task<AuditCheckpointInfo> CheckpointAsync(string file)
    {
        try
        {
            // Something that is read as nothing would be a check against nothing.
            return JsonSerializer.Deserialize(await File.ReadAllBytesAsync(file), ApiJsonContext.Default.AuditCheckpointInfo) ?? throw new JsonException();
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{file} is no checkpoint as multillm audit checkpoint prints it.", error);
        }
    }

    private static Dictionary<string, string> Options(string[] args) => args.Chunk(2).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
}
