namespace MultiLLM.Dashboard.Health.Standing;

/// <summary>What the parts of a score look at. Parts that are new to the pages are shown by their own name.</summary>
internal static class HealthPartWords
{
    public static string Title(string part) => part switch
    {
        "availability" => "Availability",
        "errors" => "Errors",
        "latency" => "Speed",
        "answers" => "Answers",
        "queue" => "Waiting",
        "memory" => "Memory",
        "crashes" => "Crashes",
        "recording" => "Recording",
        "policy" => "Content policy",
        "disk" => "Disk",
        _ => part,
    };

    public static string? Hint(string part) => part switch
    {
        "availability" => "Whether requests can be answered at all, and models can be loaded.",
        "errors" => "The share of the last hour's requests that failed, from 2 % on.",
        "latency" => "Whether models, or the machine, are slower than their own last seven days.",
        "answers" => "Answers of another length than usual, empty ones, and ones that run in circles.",
        "queue" => "How long requests wait for their turn, and whether any were turned away.",
        "memory" => "Less than 10 % of main memory is available.",
        "crashes" => "Processes of models that ended by themselves in the last hour.",
        "recording" => "Whether requests can be recorded.",
        "policy" => "Whether the content policy's file can be applied.",
        "disk" => "Whether the models' disk has room.",
        _ => null,
    };
}
