namespace MultiLLM.Dashboard.Health.Events;

/// <summary>What a kind of event means to a person, and what can be done.</summary>
internal static class EventMeaning
{
    /// <returns>Null: the message says all there is to say.</returns>
    public static string? Of(string kind) => kind switch
    {
        "model.loading" => "Its process starts and reads the model's file. Requests for it wait meanwhile; those for others do not.",
        "model.load_failed" => "It could not be brought into memory. The message has the reason; after several failures requests for it are refused for a while.",
        "model.unloading" => "It leaves memory, for the reason in the message. Its file stays, and the next request for it loads it again.",
        "model.unloaded" => "Its process has ended and its memory is free again.",
        "model.crashed" => "The process that runs this model died or hung. Only this model was affected: what it was answering failed, and its next request loads it afresh. "
            + "If it crashes again, give it a smaller context or fewer slots, or fetch its file again.",
        "model.refused" => "All who waited for this model were turned away, with a time at which to come again.",
        "model.degraded" => "It does worse than in its own last seven days. Automatic choices take that into account until it has recovered.",
        "model.recovered" => "It does as usual again.",
        "machine.slowed" => "Several models became slower at once, or other programs take the processor: it is the machine, so no model is blamed.",
        "selection.fallback" => "The model that was chosen failed before its first word, so the next best was asked. The caller noticed nothing but the wait.",
        "limit.hit" => "More was asked at once than the service takes. Callers were told when to come again.",
        "memory.low" => "Less than 5 % of main memory is available to all programs. Unload a model, or end other programs.",
        "disk.low" => "The disk that models are fetched to is nearly full. Remove models that are not used.",
        "catalog.problem" => "A file of the catalog, or a model's file, cannot be used. The message names it.",
        "analytics.problem" => "Requests are answered, but cannot be written down at the moment. They are kept and written later, as long as there is room.",
        "analytics.set_aside" => "The database of requests was damaged. It was put aside, and a new one was begun.",
        "policy.problem" => "The file has a mistake, which the message names. What held before holds on until it is mended.",
        "audit.problem" => "Administrative acts and decisions cannot be written down at the moment. The message says why.",
        "audit.tampered" => "An entry was changed, deleted or moved after it was written. The message says where; keep the files as they are and look into it.",
        "backend.down" => "Requests go to the others that serve the same model, and it is asked again from time to time.",
        _ => null,
    };
}
