namespace MultiLLM.Core.Analytics.Recording;

/// <summary>Takes records to be written later. Never waits, never fails, safe from any thread.</summary>
public interface IRequestRecorder
{
    /// <summary>Whether records should bring what people wrote.</summary>
    bool KeepsPrompts { get; }

    void Record(RequestRecord record);
}
