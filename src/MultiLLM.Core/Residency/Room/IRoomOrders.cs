using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Core.Residency.Room;

/// <summary>What is to be done about the models that wait for room.</summary>
internal interface IRoomOrders
{
    void Load(WaitingRoom.Group group, LoadSize size, int host);

    /// <summary>Frees an idle model.</summary>
    void Evict(Resident resident, UnloadCause cause, string reason);

    /// <summary>Those who wait for the model are turned away.</summary>
    void Refuse(WaitingRoom.Group group, Error error);
}
