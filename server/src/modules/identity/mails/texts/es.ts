import { factorNames } from '@gatehouse/contracts/language/factor-names';
import type { MailTexts } from './mail-texts.js';

export const es: MailTexts = {
  frame: {
    greeting: 'Hola, {{firstName}}:',
    greetingToStranger: 'Hola:',
    footer: 'Si no esperaba este correo, puede ignorarlo; nadie entra solo con su dirección.',
    notMe: 'No fui yo',
    notMeFooter:
      'Si fue usted, no tiene que hacer nada. Si no, «No fui yo» cierra todas las sesiones y le deja elegir una contraseña nueva; el enlace funciona durante 7 días.',
  },
  mails: {
    verify_email: {
      subject: 'Confirme su dirección de correo',
      paragraphs: [
        'Bienvenido. Confirme esta dirección para terminar su registro; el enlace funciona durante 24 horas.',
      ],
      action: 'Confirmar la dirección',
    },
    account_exported: {
      subject: 'Todo lo que sabemos de usted',
      paragraphs: ['Aquí está el archivo que pidió. El enlace funciona durante un día.'],
      action: 'Descargar',
    },
    account_exported_for_you: {
      subject: 'Todo lo que sabemos de {{whose}}',
      paragraphs: [
        'Este es el archivo que pidió para otra persona. El enlace funciona durante un día. Entregue el archivo solo a {{whose}}, cuando esté seguro de quién lo pide.',
        'Su nombre figura en el registro de auditoría con el motivo indicado.',
      ],
      action: 'Descargar',
    },
    export_ordered: {
      subject: 'Se reunió lo que sabemos de usted',
      paragraphs: [
        'El personal de este servicio hizo preparar un archivo con todo lo que se sabe de usted, para entregárselo.',
        'El motivo: {{reason}}',
      ],
      footer: 'Si no pidió nada parecido, escriba a quien administra este servicio.',
    },
    erasure_ordered: {
      subject: 'Lo que sabemos de usted se borrará',
      paragraphs: [
        'Su cuenta aquí está cerrada. El {{day}} la borraremos, con todo lo que sabemos de usted, para siempre.',
        'El motivo: {{reason}}',
        'Si quiere conservarla, escriba antes de ese día a quien lleva este servicio.',
      ],
    },
    organization_closed: {
      subject: '{{organization}} está cerrada',
      paragraphs: [
        '{{organization}} se ha cerrado: ya nadie actúa en ella.',
        'El {{day}} se borrará para siempre lo que contiene aquí: funciones, pertenencias, cuentas de servicio y claves, invitaciones, webhooks y notificaciones. De su registro de auditoría solo queda qué se hizo y cuándo. Su propia cuenta se conserva.',
        'Hasta ese día, quien gestiona este servicio puede volver a abrirla: escríbale si desea conservarla.',
      ],
      footer: 'Recibe este correo porque era suya.',
    },
    organization_erasure: {
      subject: '{{organization}} se borrará el {{day}}',
      paragraphs: [
        '{{organization}} está cerrada.',
        'El {{day}} se borrará para siempre lo que contiene aquí: funciones, pertenencias, cuentas de servicio y claves, invitaciones, webhooks y notificaciones. De su registro de auditoría solo queda qué se hizo y cuándo. Su propia cuenta se conserva.',
        'Hasta ese día, quien gestiona este servicio puede volver a abrirla: escríbale si desea conservarla.',
      ],
      footer: 'Recibe este correo porque era suya.',
    },
    erasure_requested: {
      subject: 'Su cuenta se borrará',
      paragraphs: [
        'Nos pidió que borráramos su cuenta y todo lo que sabemos de usted. Ocurrirá el {{day}}, para siempre.',
        'Si cambia de idea, inicie sesión antes de ese día o conserve la cuenta con el primer enlace. Si fue otra persona, dígalo con el segundo: así también se conserva la cuenta.',
      ],
      action: 'Conservar mi cuenta',
    },
    already_registered: {
      subject: 'Ya tiene una cuenta',
      paragraphs: [
        'Alguien, quizá usted, intentó registrarse con esta dirección, que ya tiene una cuenta.',
        'Inicie sesión como siempre, o elija una contraseña nueva si la olvidó.',
      ],
      action: 'Iniciar sesión',
    },
    choose_password: {
      subject: 'Su cuenta en {{organization}}',
      paragraphs: [
        'Se creó para usted una cuenta en {{organization}}. Elija una contraseña para empezar; el enlace funciona durante 7 días.',
      ],
      action: 'Elegir una contraseña',
    },
    invitation: {
      subject: 'Únase a {{organization}}',
      paragraphs: [
        '{{inviter}} le invita a {{organization}}. El enlace funciona una vez, durante 7 días.',
      ],
      action: 'Ver la invitación',
    },
    reset_password: {
      subject: 'Elija una contraseña nueva',
      paragraphs: [
        'Se pidió una contraseña nueva. El enlace funciona durante una hora; sin él no cambia nada.',
      ],
      action: 'Elegir una contraseña nueva',
    },
    second_factor_code: {
      subject: 'Su código',
      paragraphs: [
        'Su código es {{code}}. Funciona una vez y durante 5 minutos.',
        'Quien se lo pida no somos nosotros. Si no intentó iniciar sesión, alguien conoce su contraseña.',
      ],
    },
    magic_link: {
      subject: 'Su enlace para iniciar sesión',
      paragraphs: [
        'Se pidió un enlace para iniciar sesión. Funciona una vez, durante 15 minutos. No lo comparta.',
        'O escriba este código donde lo pidió, en menos de cinco minutos: {{code}}',
      ],
      action: 'Iniciar sesión',
    },
    reset_required: {
      subject: 'Elija una contraseña nueva para volver a entrar',
      paragraphs: [
        '{{reason}}',
        'Se cerraron todas las sesiones y la contraseña anterior ya no funciona. El enlace funciona durante una hora; la página de inicio de sesión envía otro.',
      ],
      action: 'Elegir una contraseña nueva',
    },
    new_device: {
      subject: 'Nuevo inicio de sesión en su cuenta',
      paragraphs: [
        'Se inició sesión en su cuenta desde un dispositivo o un lugar que no conocía.',
        'Dispositivo: {{browser}} en {{device}}',
        '{{#if place}}Lugar: {{place}}{{/if}}',
        'Dirección: {{ipAddress}}',
        'Hora: {{time}} UTC',
      ],
    },
    new_place: {
      subject: 'Inicio de sesión en su cuenta desde un lugar nuevo',
      paragraphs: [
        'Se inició sesión en su cuenta desde un país que no conocía.',
        'Dispositivo: {{browser}} en {{device}}',
        '{{#if place}}Lugar: {{place}}{{/if}}',
        'Dirección: {{ipAddress}}',
        'Hora: {{time}} UTC',
      ],
    },
    password_changed: {
      subject: 'Su contraseña ha cambiado',
      paragraphs: ['La contraseña de su cuenta ha cambiado y se cerraron sus otras sesiones.'],
    },
    connection_linked: {
      subject: 'Su cuenta está conectada con {{provider}}',
      paragraphs: [
        'Quien inicie sesión en la cuenta de {{provider}} que se conectó entra ahora también aquí.',
      ],
    },
    connection_unlinked: {
      subject: 'Su cuenta ya no está conectada con {{provider}}',
      paragraphs: ['Se desconectó una cuenta de {{provider}}; ya nadie entra aquí con ella.'],
    },
    second_factors_reset: {
      subject: 'Se retiraron sus segundos factores',
      paragraphs: [
        '{{by}} retiró los segundos factores de su cuenta y se cerraron sus sesiones.',
        'Motivo: {{reason}}',
        'Inicie sesión con su contraseña y vuelva a activar un segundo factor.',
      ],
    },
    second_factors_reset_by_you: {
      subject: 'Usted retiró los segundos factores de {{whose}}',
      paragraphs: [
        'En su nombre se retiraron los segundos factores de {{whose}} y se cerraron sus sesiones.',
        'Motivo: {{reason}}',
      ],
    },
    impersonated: {
      subject: '{{name}} actúa por usted',
      paragraphs: [
        '{{name}}, {{from}}, actúa por usted durante {{minutes}} minutos como máximo. Su contraseña, sus segundos factores, su dirección y sus claves quedan fuera de su alcance.',
        'Motivo: {{reason}}',
        'Lo que se hace en su nombre queda en el registro de auditoría con el nombre de quien lo hizo.',
      ],
      action: 'Ver sus sesiones',
    },
    staff_you_changed: {
      subject: 'El personal de la instalación ha cambiado',
      paragraphs: ['Usted es {{become}} de esta instalación.'],
    },
    staff_changed: {
      subject: 'El personal de la instalación ha cambiado',
      paragraphs: ['{{name}} ({{email}}) es {{become}} de esta instalación.'],
    },
    owners_you_changed: {
      subject: 'Los propietarios de {{organization}} han cambiado',
      paragraphs: ['Usted es {{become}} de {{organization}}.'],
    },
    owners_changed: {
      subject: 'Los propietarios de {{organization}} han cambiado',
      paragraphs: ['{{name}} ({{email}}) es {{become}} de {{organization}}.'],
    },
    api_key_reported: {
      subject: 'Se encontró y se anuló una clave de API',
      paragraphs: [
        'Alguien encontró la clave de API {{key}} donde no debe estar y la denunció. Se anuló de inmediato.',
        'Cree otra para los programas que la usaban y averigüe cómo llegó allí: lo que permitía pudo haberse hecho.',
      ],
      action: 'Ver sus claves de API',
    },
    confirm_address: {
      subject: 'Confirme su nueva dirección de correo',
      paragraphs: [
        'Esta dirección se dio como una de las de una cuenta. Confírmela para que lo sea; el enlace funciona durante 24 horas.',
      ],
      action: 'Confirmar esta dirección',
    },
    address_in_use: {
      subject: 'Su dirección ya pertenece a su cuenta',
      paragraphs: [
        'Alguien, quizá usted, pidió dar esta dirección a otra cuenta. Una dirección tiene una sola cuenta, así que no cambió nada.',
      ],
    },
    email_change_asked: {
      subject: 'Se pidió otra dirección de correo',
      paragraphs: [
        'Alguien que tiene una sesión en su cuenta, y volvió a demostrar que es suya, pidió cambiar la dirección a {{newEmail}}. Valdrá cuando esa dirección lo confirme.',
      ],
    },
    email_handover_asked: {
      subject: 'Se pidió otra dirección de correo',
      paragraphs: [
        'Se pidió a quien administra este servicio cambiar la dirección de su cuenta a {{newEmail}}, para alguien que ya no puede leer el correo de esta. Valdrá cuando aquella dirección lo confirme.',
      ],
    },
    email_addition_asked: {
      subject: 'Se pidió otra dirección de correo',
      paragraphs: [
        'Alguien que tiene una sesión en su cuenta, y volvió a demostrar que es suya, pidió añadirle otra dirección, {{newEmail}}. Valdrá cuando esa dirección lo confirme.',
      ],
    },
    email_added: {
      subject: 'Su cuenta tiene otra dirección de correo',
      paragraphs: [
        'Quien lee los correos de {{email}} puede, a partir de ahora, iniciar sesión en su cuenta y elegir una contraseña nueva.',
      ],
    },
    email_removed: {
      subject: 'Se quitó una dirección de correo de su cuenta',
      paragraphs: ['{{email}} ya no es una dirección de su cuenta.'],
    },
    address_gone: {
      subject: 'Esta ya no es una dirección de su cuenta',
      paragraphs: [
        'Alguien que tiene una sesión en la cuenta la quitó. También se avisó a la dirección principal, que puede decir que fue otra persona.',
      ],
    },
    email_changed: {
      subject: 'Su dirección de correo ha cambiado',
      paragraphs: [
        'La dirección de su cuenta es ahora {{newEmail}} y se cerraron sus otras sesiones.',
        'Durante 7 días esta dirección puede deshacer el cambio.',
      ],
    },
    email_is_now: {
      subject: 'Esta es ahora su dirección de correo',
      paragraphs: [
        'Inicie sesión con esta dirección a partir de ahora. También se avisó a la anterior.',
      ],
    },
    second_factor_added: {
      subject: 'Se activó un segundo factor',
      paragraphs: ['Los inicios de sesión en su cuenta pueden confirmarse ahora con {{factor}}.'],
    },
    second_factor_removed: {
      subject: 'Se desactivó un segundo factor',
      paragraphs: ['Los inicios de sesión en su cuenta ya no se confirman con {{factor}}.'],
    },
    passkey_refused: {
      subject: 'Se rechazó una de sus llaves de acceso',
      paragraphs: [
        'La llave de acceso «{{name}}» se usó y se rechazó: su contador retrocedió, como el de una copia. Elimínela y añada una nueva, salvo que conozca el motivo.',
      ],
    },
    backup_code_used: {
      subject: 'Se usó un código de respaldo',
      paragraphs: [
        'Con uno de sus códigos de respaldo se confirmó que es usted. Ese código ya no funciona.',
      ],
    },
    backup_codes_replaced: {
      subject: 'Se reemplazaron sus códigos de respaldo',
      paragraphs: ['Su cuenta tiene códigos de respaldo nuevos. Los anteriores ya no funcionan.'],
    },
    device_trusted: {
      subject: 'Un dispositivo se salta su segundo factor',
      paragraphs: [
        'Durante 30 días su cuenta no pide un segundo factor en un dispositivo que acaba de confirmarse.',
      ],
    },
    api_key_made: {
      subject: 'Se creó una clave de API',
      paragraphs: [
        'Los programas que tienen la clave de API «{{name}}» pueden actuar en su nombre a partir de ahora.',
      ],
    },
    api_key_rotated: {
      subject: 'Una clave de API tiene un secreto nuevo',
      paragraphs: ['El secreto de su clave de API «{{name}}» se reemplazó.'],
    },
    api_key_loosened: {
      subject: 'Una clave de API tiene menos límites',
      paragraphs: [
        'Su clave de API «{{name}}» funciona ahora durante más tiempo, o desde otras direcciones que antes.',
      ],
    },
    username_changed: {
      subject: 'Su nombre de usuario cambió',
      paragraphs: [
        'Se cambió el nombre de usuario con el que inicia sesión en su cuenta. Su dirección de correo funciona como antes.',
      ],
    },
    api_key_expiring: {
      subject: 'Una clave de API caduca el {{day}}',
      paragraphs: [
        'La clave de API {{name}} caduca el {{day}}. Los programas que la usan serán rechazados desde entonces.',
        'Aplace su fin o cree una clave nueva para ellos.',
      ],
      action: 'Ver la clave',
    },
    service_key_made: {
      subject: 'La cuenta de servicio {{account}} tiene otra clave de API',
      paragraphs: [
        '{{by}} creó la clave de API «{{name}}» para la cuenta de servicio {{account}}. Los programas que la tengan actuarán desde ahora en nombre de la cuenta.',
      ],
      action: 'Ver la cuenta de servicio',
      footer:
        'Recibe este correo porque se ocupa de las cuentas de servicio. Si nadie debía hacerlo, revoque la clave.',
    },
    service_key_rotated: {
      subject: 'Una clave de API de {{account}} tiene un secreto nuevo',
      paragraphs: [
        '{{by}} reemplazó el secreto de la clave de API «{{name}}» de la cuenta de servicio {{account}}.',
      ],
      action: 'Ver la cuenta de servicio',
      footer:
        'Recibe este correo porque se ocupa de las cuentas de servicio. Si nadie debía hacerlo, revoque la clave.',
    },
    service_key_loosened: {
      subject: 'Una clave de API de {{account}} tiene menos límites',
      paragraphs: [
        '{{by}} deja que la clave de API «{{name}}» de la cuenta de servicio {{account}} funcione durante más tiempo, o desde otras direcciones que antes.',
      ],
      action: 'Ver la cuenta de servicio',
      footer:
        'Recibe este correo porque se ocupa de las cuentas de servicio. Si nadie debía hacerlo, revoque la clave.',
    },
    service_key_withdrawn: {
      subject: 'Se revocó una clave de API de {{account}}',
      paragraphs: [
        '{{by}} informó de que otra persona estuvo en su cuenta. La clave de API «{{name}}» de la cuenta de servicio {{account}} se creó o recibió un secreto nuevo en su nombre desde entonces, por lo que se revocó. Los programas que la necesiten requieren una nueva.',
      ],
      action: 'Ver la cuenta de servicio',
      footer: 'Recibe este correo porque se ocupa de las cuentas de servicio.',
    },
  },
  phrases: {
    reset_reported:
      'Nos dijo que otra persona estaba en su cuenta, así que está cerrada hasta que elija una contraseña nueva.',
    reset_by_administrator:
      'La administración de {{organization}} le pide que elija una contraseña nueva.',
    reset_by_staff: 'El personal de la instalación le pide que elija una contraseña nueva.',
    reset_by_operator: 'Quien lleva la instalación le pide que elija una contraseña nueva.',
    reset_contested:
      'Su dirección se registró más de una vez en un minuto, de modo que nadie sabe qué contraseña es la suya.',
    the_operator: 'Quien lleva la instalación',
    of_your_organization: 'de su organización',
    of_the_staff: 'del personal de la instalación',
    super_admin: 'superadministrador',
    admin: 'administrador',
    auditor: 'auditor',
    not_staff: 'alguien que ya no es del personal',
    owner: 'propietario',
    not_owner: 'alguien que ya no es propietario',
    ...factorNames.es,
  },
};
