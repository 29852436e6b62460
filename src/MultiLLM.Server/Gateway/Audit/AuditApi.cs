using MultiLLM.Contracts.Api;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Server.Docs;
using MultiLLM.Server.Gateway.Keys.Authentication;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Gateway.Audit;

/// <summary>What was done and decided, its proof, what must stay, and what must go. For administrators.</summary>
internal static class AuditApi
{
    public static void AddAuditApi(this IServiceCollection services)
    {
        services.AddSingleton<AuditEndpoint>();
        services.AddSingleton<AuditExportEndpoint>();
        services.AddSingleton<HoldsEndpoint>();
        services.AddSingleton<ErasureEndpoint>();
    }

    public static void MapAudit(this WebApplication app)
    {
        var services = app.Services;
        var group = app.MapGroup("").WithTags("Audit").Needs(CallerRole.Admin);
        var audit = services.GetRequiredService<AuditEndpoint>();
        var holds = services.GetRequiredService<HoldsEndpoint>();

        group.MapGet("/audit", audit.ListAsync).WithMetadata(IsPolled.Metadata).Described(new("What was done and decided, the newest first")
        {
            Details = "All of them, unless a period or another filter is given. For administrators.",
            Query = new Dictionary<string, QueryField>(AuditFilterReader.Described)
            {
                ["limit"] = QueryField.Integer("How many.", 1, AuditEndpoint.MostAtOnce, AuditEndpoint.UsualLimit),
                ["cursor"] = QueryField.Text("As the page before gave it.", AuditEndpoint.CursorLength),
            },
            Reply = typeof(AuditPage),
            Errors = [400, 403, 503],
        });
        group.MapGet("/audit/verify", audit.VerifyAsync).Described(new("Check that nobody changed the audit log")
        {
            Details = "Reads all its files. What it finds is in the reply; the status is 200 also where something is wrong.",
            Reply = typeof(AuditVerificationInfo),
            Errors = [403, 503],
        });
        group.MapPost("/audit/verify", audit.VerifyAgainstAsync).Described(new("The same, against a checkpoint that was kept elsewhere")
        {
            Details = "Also finds that entries after the last signed head beside the files were cut off together with it.",
            Request = typeof(AuditVerifyRequest),
            Example = """
                {"checkpoint":{"log":"0f3c","sequence":17,"hash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","time":"2026-01-31T12:00:00Z","key":"5d41402abc4b2a76","signature":"MEUCIQDx"}}
                """,
            Reply = typeof(AuditVerificationInfo),
            Errors = [400, 403, 413, 415, 503],
        });
        group.MapPost("/audit/checkpoint", audit.SignAsync).Described(new("Sign the audit log as it is now")
        {
            Details = "Keep the reply where the service's machine cannot write: checked against it, no earlier entry can be missing or changed.",
            Reply = typeof(AuditCheckpointInfo),
            Errors = [403, 503],
        });
        group.MapGet("/audit/export", services.GetRequiredService<AuditExportEndpoint>().HandleAsync).WithMetadata(new Audited(AuditActions.AuditExported))
            .Described(new("The audit log as a file, the oldest entries first")
            {
                Details = "format: ndjson (default) or csv. Filters as for /audit.",
                Query = new Dictionary<string, QueryField>(AuditFilterReader.Described) { ["format"] = QueryField.OneOf("Of the file.", ["ndjson", "csv"]) },
                Reply = typeof(AuditEntryInfo),
                Errors = [400, 403, 503],
            });
        group.MapGet("/audit/holds", holds.ListAsync).Described(new("What must not be deleted")
        {
            Reply = typeof(HoldList),
            Errors = [403, 503],
        });
        group.MapPost("/audit/holds", holds.PlaceAsync).Described(new("Place a legal hold")
        {
            Details = "Protects entries of the audit log, records of requests and kept texts of its scope from retention and erasure. Members left out match everything.",
            Request = typeof(HoldRequest),
            Example = """{"reason":"Inquiry 2026/17","key":"key-abcd2345"}""",
            Reply = typeof(HoldInfo),
            Errors = [400, 403, 413, 415, 503],
        });
        group.MapPost("/audit/holds/{id}/lift", holds.LiftAsync).Described(new("Lift a legal hold")
        {
            Id = "A hold's id.",
            Request = typeof(LiftRequest),
            Example = """{"reason":"The inquiry was closed."}""",
            Reply = typeof(HoldInfo),
            Errors = [400, 403, 404, 413, 415, 503],
        });
        group.MapDelete("/analytics/prompts", services.GetRequiredService<ErasureEndpoint>().HandleAsync).Described(new("Erase what people wrote")
        {
            Details = "Of one conversation, or of one key: in the database, among the remembered decisions, and in saved states of paused conversations. "
                + "What a loaded model holds in memory stays, and may be saved again, until it is unloaded: unload it first. Records stay; they hold no text. Refused under a legal hold.",
            Query = new Dictionary<string, QueryField>
            {
                ["conversation"] = QueryField.Text("Of this conversation.", 256),
                ["key"] = QueryField.Text("Of this key, by its public id.", 256),
            },
            Reply = typeof(ErasedInfo),
            Errors = [400, 403, 409, 503],
        });
    }
}
