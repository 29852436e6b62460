namespace MultiLLM.Dashboard.Docs;

/// <summary>All there is to read.</summary>
internal static class GuideShelf
{
    /// <summary>Short, in the order in which one would read them.</summary>
    public static IReadOnlyList<Guide> Guides { get; } =
    [
        new("first-steps", "guides/first-steps.md", "First steps", "Ask something, keep a service running, use it from a program."),
        new("add-a-model", "guides/add-a-model.md", "Add a model", "Find one that fits, fetch it or take in a file, say what the file does not."),
        new("selection-explained", "guides/selection-explained.md", "Selection explained", "How a model is chosen, how to ask for another choice, how to see why."),
        new("memory-explained", "guides/memory-explained.md", "Memory explained", "What models take, who has to leave, what helps when one does not fit."),
        new("operations", "guides/operations.md", "Operations", "Run it as a service, let others reach it, watch it, back it up."),
    ];

    /// <summary>In depth, with measurements.</summary>
    public static IReadOnlyList<Guide> Reference { get; } =
    [
        new("http-api", "api.md", "HTTP API", "Every endpoint in words: fields, ranges, errors, limits and settings."),
        new("selection", "selection.md", "How a model is chosen", "The classifier, the ranking and cascades, with how well they do."),
        new("memory", "memory.md", "Memory", "How a model's memory is predicted, and how exactly."),
        new("residency", "residency.md", "Which models are in memory", "Who is loaded, who waits and who leaves, with measurements."),
        new("analytics", "analytics.md", "Analytics", "What is recorded of requests, where, for how long, and how to ask for it."),
        new("health", "health.md", "Health", "How the score is made, when a model counts as worse, and how soon that is told."),
        new("keys", "keys.md", "Keys", "Who may use the service, with which models, and what ordinary keys never reach."),
        new("limits", "limits.md", "Limits and turns", "Requests and tokens a key may use, whose turn it is, and until when an answer is wanted."),
        new("policy", "policy.md", "Content policy", "Rules about what goes in and out: secrets, personal data, injections; how well they are found."),
        new("audit", "audit.md", "Audit and governance", "What was done and decided, provably; which models are approved; texts that are kept, and erased."),
        new("backends", "backends.md", "Models on other servers", "Servers that speak the OpenAI dialect: balancing, circuits, prices."),
        new("managed-servers", "managed-servers.md", "Servers of your own", "Programs that are started, watched and stopped like the service's own."),
        new("security", "security.md", "Security", "Each attack that was thought of, the defence, and the test that shows it."),
        new("monitoring", "operations/README.md", "Metrics, traces and logs", "What the service tells Prometheus and OpenTelemetry, with alert rules, and its log."),
        new("gpu", "gpu.md", "GPUs", "When layers go to a GPU, and what that needs."),
    ];

    public static Guide? Find(string slug) => Guides.Concat(Reference).FirstOrDefault(guide => guide.Slug == slug);

    public static Guide? OfFile(string file) => Guides.Concat(Reference).FirstOrDefault(guide => guide.File == file);
}
