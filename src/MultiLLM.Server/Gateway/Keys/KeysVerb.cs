using System.Text;
using System.Text.Json;
using MultiLLM.Contracts.Api;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Keys;
using MultiLLM.Core.Hosting;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Gateway.Keys.Api;
using MultiLLM.Server.Hosting;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Gateway.Keys;

/// <summary>
/// <c>keys create|list|revoke|rotate</c> where no service runs, for <c>multillm keys</c>: a service beyond this machine does not start without a key, so there must
/// be a way to the first. Takes the bodies of the API on standard input and gives its answers on standard output. Whoever can run it can write the database anyway.
/// </summary>
internal static class KeysVerb
{
    private const string Word = "keys";
    private const string List = "list";
    private const int Failed = 1;

    private static readonly Caller s_commandLine = new() { Name = "command line", Role = CallerRole.Admin };

    public static bool IsIn(string[] args) => args is [Word, ..];

    public static async Task<int> RunAsync(string[] args, TextReader input, TextWriter output, TextWriter warnings)
    {
        var (verb, id, settings) = args is [_, "revoke" or "rotate", var named, ..] ? (args[1], named, args[3..]) : (args.ElementAtOrDefault(1), "", args.Skip(2).ToArray());
        var builder = ServerConfiguration.CreateBuilder(settings);
        builder.Logging.ClearProviders(); // standard output is the answer
        builder.Services.AddMultiLLM(builder.Configuration);
        await using var app = builder.Build();
        var answer = verb == List ? await AnswerAsync(verb, id, input, app.Services) : await NotedAsync(verb, id, input, app.Services, warnings);
        await output.WriteLineAsync(answer.Json);
        return answer.Succeeded ? Launcher.Ok : Failed;
    }

    private static async Task<(bool Succeeded, string Json)> NotedAsync(string? verb, string id, TextReader input, IServiceProvider services, TextWriter warnings)
    {
        var audit = services.GetRequiredService<AuditVisit>();
        var answer = await audit.BeginAsync() is { } refusal ? Written(refusal) : await AnswerAsync(verb, id, input, services);
        if (await audit.EndAsync() is { } unnoted && answer.Succeeded)
            await warnings.WriteLineAsync($"This is done, but the audit log does not tell of it. {unnoted.Message}");
        return answer;
    }

    private static async Task<(bool Succeeded, string Json)> AnswerAsync(string? verb, string id, TextReader input, IServiceProvider services)
    {
        var (keys, now) = (services.GetRequiredService<IKeys>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        var limits = services.GetRequiredService<ServerLimits>();
        switch (verb)
        {
            case "create":
                var order = await ReadAsync(input, limits, KeyRequestReader.ReadOrder);
                return Written(order.IsSuccess ? await keys.CreateAsync(order.Value, s_commandLine, default) : order.Error, now);
            case "rotate":
                var rotation = await ReadAsync(input, limits, KeyRequestReader.ReadRotation);
                return Written(rotation.IsSuccess ? await keys.RotateAsync(id, rotation.Value.Grace, s_commandLine, default) : rotation.Error, now);
            case "revoke":
                var revoked = await keys.RevokeAsync(id, s_commandLine, default);
                return revoked.IsSuccess ? (true, JsonSerializer.Serialize(KeyDescription.Of(revoked.Value, now), JsonReply.Api.KeyInfo)) : Written(revoked.Error);
            case List:
                var list = await keys.ListAsync(default);
                return list.IsSuccess
                    ? (true, JsonSerializer.Serialize(new KeyList([.. list.Value.Select(key => KeyDescription.Of(key, now))]), JsonReply.Api.KeyList))
                    : Written(list.Error);
            default:
                return Written(new Error(ErrorCode.InvalidRequest, $"{Word} takes create, list, revoke ID or rotate ID."));
        }
    }

    private static async Task<Result<T>> ReadAsync<T>(TextReader input, ServerLimits limits, Func<JsonDocument, ServerLimits, Result<T>> read) where T : class
    {
        var body = JsonBody.Parse(Encoding.UTF8.GetBytes(await input.ReadToEndAsync()));
        if (!body.IsSuccess)
            return body.Error;
        using var document = body.Value;
        return read(document, limits);
    }

    private static (bool Succeeded, string Json) Written(Result<IssuedKey> issued, DateTimeOffset now) => issued.IsSuccess
        ? (true, JsonSerializer.Serialize(KeyDescription.Of(issued.Value, now), JsonReply.Api.IssuedKeyInfo))
        : Written(issued.Error);

    private static (bool Succeeded, string Json) Written(Error error) =>
        (false, JsonSerializer.Serialize(ErrorReplies.OwnEnvelope(ErrorTable.Of(error.Code), error), JsonReply.Api.ErrorReply));
}
